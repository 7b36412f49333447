"""Sources → pages → articles. Importing this package is light."""
