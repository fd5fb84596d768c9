"""Who asks: the client's network address, whatever stands between us."""

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

from releases import conf


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


def fingerprint(request: HttpRequest) -> str:
    """What stands for the client in limits, for a day: nobody can read a network address from it.

    One reader has all of the last 64 bits of an IPv6 address, so that they do not count.
    """
    address = address_of(request)
    try:
        known = ip_address(address)
    except ValueError:
        network = address
    else:
        is_long = isinstance(known, IPv6Address) and known.ipv4_mapped is None
        network = str(int(known) >> 64) if is_long else str(getattr(known, "ipv4_mapped", None) or known)
    words = f"{datetime.now(UTC).date()} {network}"
    return hmac.new(conf.form_key().encode(), words.encode(), hashlib.sha256).hexdigest()
