"""What browsers may do with our pages."""

from csp import constants

PUBLIC_POLICY = {
    "default-src": [constants.NONE],
    "style-src": [constants.SELF],
    "img-src": [constants.SELF],
    "font-src": [constants.SELF],
    "form-action": [constants.SELF],
    "base-uri": [constants.NONE],
    "frame-ancestors": [constants.NONE],
}
ADMIN_POLICY = {
    "default-src": [constants.SELF],
    "script-src": [constants.SELF],
    # TinyMCE draws with style attributes.
    "style-src": [constants.SELF, constants.UNSAFE_INLINE],
    "img-src": [constants.SELF, "data:", "blob:"],
    "object-src": [constants.NONE],
    "base-uri": [constants.SELF],
    "frame-ancestors": [constants.NONE],
    "form-action": [constants.SELF],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
