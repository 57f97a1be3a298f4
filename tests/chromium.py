"""Where Chromium is on this machine, and how it is started for tests."""

from __future__ import annotations

import shutil

# Chromium heeds the last list of this kind alone, so Playwright's own stands here, too (a test compares them).
PLAYWRIGHT_SWITCHES_OFF = {
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    "msForceBrowserSignIn",
}
# What drops down from the address bar is a page of Chromium's own, made for each window: more than half of what a window
# costs, though nobody sees it. Nor is a process kept ready for a page that no test opens.
SWITCHED_OFF = PLAYWRIGHT_SWITCHES_OFF | {"SpareRendererForSitePerProcess", "WebUIOmniboxAimPopup", "WebUIOmniboxPopup"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(sorted(SWITCHED_OFF))}",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
