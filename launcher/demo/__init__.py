"""`./digibank demo`: a small believable Digibank, and its story walked through the real HTTP interface."""
