"""Replay: what a topic holds goes through the pipeline again, beside the live feed and without touching its offsets."""
