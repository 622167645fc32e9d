"""Names what somebody signs in with, from the `User-Agent` of a request: enough to know one's own devices again."""

from typing import NamedTuple

# In this order: each browser also says the names of those after it.
_BROWSERS = {
    "YaBrowser/": "Yandex",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


class Agent(NamedTuple):
    """System and browser by their proper names; empty if unknown."""

    system: str
    browser: str


def agent_of(header: str) -> Agent:
    """Returns what a `User-Agent` is of."""
    return Agent(_first(_SYSTEMS, header), _first(_BROWSERS, header))


def _first(names: dict[str, str], header: str) -> str:
    return next((name for token, name in names.items() if token in header), "")
