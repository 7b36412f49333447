"""The crawler process: ``python -m crawlers.spider RUN_DIR`` walks the job's listings and fetches what is new.

It reads ``RUN_DIR/job.json``, writes the ledger and the archive, and prints one JSON line a sign of life.
"""
