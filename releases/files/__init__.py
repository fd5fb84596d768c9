"""Files from outside: looked at until they are known, named anew, and drawn again for readers.

No tables, no request. `intake.accept` says what a file is or why it cannot come in; `pictures.render` and
`pictures.stripped_original` make what readers may get of a picture.
"""
