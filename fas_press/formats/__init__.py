"""How the admin writes days and times where Django draws them by itself: as every other page here does."""
