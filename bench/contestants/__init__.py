"""What the pipeline is measured beside in `bench/peers.py`: programs as somebody else would write them.

Each is started as `python -m bench.contestants.NAME KAFKA TOPIC URL INDEX FOLDER`, reads plain-text stories from the
topic and puts `{"text": …}` into the index, `_id` = key, until it is told to stop. What it would lose, it says.
"""
