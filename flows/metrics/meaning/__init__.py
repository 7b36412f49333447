"""What a figure means: canonical indicator, period, region, scope."""
