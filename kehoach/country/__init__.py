"""The country as it is since 1 July 2025: its provinces and communes, and the bodies that each of them has."""
