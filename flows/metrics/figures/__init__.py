"""What a text states: quantities that are metrics, and the words they measure."""
