"""How one looks at a page, and what must be right about every page whoever looks."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request

from rondom.core.assets import NODE

AXE = NODE / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60_000  # milliseconds: only what never comes is a fault, however slow the machine
# There are no frames, and style sheets come from here alone: axe need not look for either.
FIND = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"], iframes: false, preload: false}).then(
    found => found.violations.map(
        one => `${one.id}: ${one.help} at ${one.nodes.map(node => node.target).join(" | ")}`))"""

# Said on the console, where the watch over every page finds it.
TELL = """addEventListener("securitypolicyviolation", one => console.error(
    `against the policy: ${one.effectiveDirective} ${one.blockedURI} at ${one.sourceFile}:${one.lineNumber}`))"""


@dataclass(frozen=True)
class Look:
    """A window of a width, in a language, with or without scripts."""

    width: int = 1280
    language: str = "nl"
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width}-{self.language}-{'scripts' if self.scripts else 'no-scripts'}"


@dataclass
class Watch:
    """Notes what pages do by themselves and should not."""

    address: str
    faults: list[str] = field(default_factory=list)
    also: str = ""  # another place that pages may ask: the streams of the demo, at a port of their own

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"error on {page.url}: {error}"))

    def _asked(self, request: Request) -> None:
        allowed = (self.address + "/", "data:", *([self.also] if self.also else []))
        if not request.url.startswith(allowed):
            self.faults.append(f"asked of another: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The browser says of a refused page itself that it was refused; of anything else it must not.
        where = message.location.get("url", "")
        refused = message.text.startswith("Failed to load resource") and "/static/" not in where
        if message.type in {"error", "warning"} and not refused:
            self.faults.append(f"{message.type} on the console of {where}: {message.text}")


def sideways(page: Page) -> int:
    """How many pixels of the page lie outside the window's width."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page: Page) -> list[str]:
    """What axe has against a page; it is let in past the page's policy, which goes on holding for the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FIND, TAGS)
