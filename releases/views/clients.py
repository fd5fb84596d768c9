"""Who asks: the client's network address, whatever stands between us."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the client; proxies count only where TRUSTED_PROXIES names them.

    Each proxy writes its caller at the end of X-Forwarded-For, so the last one that we do not trust is
    the client; what stands before it is the client's own claim.
    """
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in claimed if hop.strip()]
    address = str(request.META.get("REMOTE_ADDR", ""))
    while address in settings.TRUSTED_PROXIES and hops:
        address = hops.pop()
    return address
