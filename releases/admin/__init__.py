"""What staff work with. Importing it registers every admin."""
