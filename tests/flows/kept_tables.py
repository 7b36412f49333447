"""What a run leaves in the warehouse, without what it stamps on its rows: equal for equal work."""

from warehouse.connect import open_writer

# The stamps of a run, and how often it tried to deliver.
STAMPS = (
    "'load_id', 'recorded_at', 'run_id', 'created_at', 'updated_at', 'attempts', 'fetch_id', 'fetched_at', 'seconds'"
)
TABLES = ("observations", "observations_history", "articles", "parts", "checks", "alerts", "quarantine", "fingerprints")


def state(home):
    """The rows of every table, in order."""
    with open_writer(home / "warehouse.duckdb") as writer:
        ask = writer.con.execute
        return {
            name: ask(f"SELECT COLUMNS(c -> c NOT IN ({STAMPS})) FROM {name} ORDER BY ALL").fetchall()
            for name in TABLES
        }
