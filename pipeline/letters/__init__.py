"""The dead letters: what lies in `wire.rejected`, what is still open, and how it goes back."""
