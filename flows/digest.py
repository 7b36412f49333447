"""The flow that delivers between runs: digests whose window has closed, what quiet hours held back or channels refused.

Runs end with a delivery of their own; this one looks at the outbox alone, for seconds, so it can be scheduled hourly.
"""

from typing import Any

from flows import prefect_env  # noqa: F401  before prefect, which reads its settings when it is loaded

# isort: split
from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.conductor import PrefectConductor
from flows.delivery import Delivered, deliver_due
from flows.errors import DeliveryError
from flows.settings import Settings, activate, load_settings
from warehouse import WarehouseBusyError


@flow(name="digest", flow_run_name="digest", validate_parameters=True)
def digest(ahead: bool = False, patient: bool = True) -> Any:
    """Delivers the alerts that are due, and shows what became of each message.

    Args:
        ahead: Send digests before their window closes, in quiet hours too.
        patient: A channel that refused is asked again when its time has come.
    """
    settings = activate(load_settings())
    if not settings.places.warehouse.exists():
        return Completed(name="Completed", message="there is no warehouse yet", data=Delivered((), ()))
    try:
        delivered = PrefectConductor().one("alert", _deliver, settings, ahead, patient)
    except (WarehouseBusyError, DeliveryError) as busy:  # a run is at it, and delivers itself
        return Completed(name="Skipped", message=str(busy), data=Delivered((), ()))
    show_artifact(delivered)
    return _state(delivered)


def _deliver(settings: Settings, ahead: bool, patient: bool) -> Delivered:
    return deliver_due(settings, ahead=ahead, patient=patient)


def show_artifact(delivered: Delivered) -> None:
    """The messages of this pass, in Prefect's UI."""
    if delivered.receipts:
        rows = [
            {"channel": receipt.channel, "kind": receipt.kind, "alerts": len(receipt.alert_ids), "error": receipt.error}
            for receipt in delivered.receipts
        ]
        create_table_artifact(key="fazhi-digest", table=rows, description="Messages that were sent or refused")


def _state(delivered: Delivered) -> State[Delivered]:
    refused = sum(bool(receipt.error) for receipt in delivered.receipts)
    message = f"{len(delivered.receipts) - refused} messages taken, {refused} refused"
    return Completed(name="Partial" if refused else "Completed", message=message, data=delivered)
