"""What each paper shows, as frozen values: every string final, in print order. Pure; writes nothing."""
