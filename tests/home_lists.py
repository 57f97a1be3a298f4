"""Where each line of Home leads to, and where that page says the same number: rows of a list, or a sentence with it.

A new line needs a row here: a browser test follows every line of every role (`tests/browser/test_home.py`).
"""

from __future__ import annotations

HOW_MANY = "how many"  # the page says it in a sentence: it shows fewer rows, or groups of them

LISTS: dict[str, str] = {
    "/approvals/?plain=1#yours": "section[aria-labelledby=yours] li",
    "/approvals/?show=bands": "table.list tbody tr",
    "/bands/exceptions/#proposed": "#proposed tbody tr",
    "/bands/exceptions/?show=soon": "#ending tbody tr",
    "/bands/import/?show=ready": "table.list tbody tr",
    "/bands/supplements/?show=due": "table.list tbody tr",
    "/careers/dead-ends/": "table.ends tbody tr, section[aria-labelledby=apart] li",
    "/equal-pay/cases/?plain=1": "table.list tbody tr",
    "/equal-pay/cases/?show=mine#measures": "section[aria-labelledby=measures] li",
    "/equal-pay/cases/?show=mine#reasons": "section[aria-labelledby=reasons] li",
    "/equal-pay/cases/assessments/?show=open": "section.remedy-part",
    "/equal-pay/reports/?show=asked": "table.list tbody tr",
    "/equal-pay/reports/?show=due": "section[aria-labelledby=due] tbody tr",
    "/equal-pay/reports/?show=open": "table.list tbody tr",
    "/frameworks/?show=asked": ".reading-shelf > li",
    "/frameworks/?show=drafts": ".reading-shelf > li",
    "/frameworks/?show=findings": ".reading-shelf > li",
    "/frameworks/?show=mine": ".reading-shelf > li",
    "/frameworks/?show=reviews": ".reading-shelf > li",
    "/growth/feedback/#asked-title": ".growth-asked > li",
    "/growth/feedback/#asks-title": ".growth-new",
    "/growth/": ".growth-suggested",
    "/import/?show=ready": "table.list tbody tr",
    "/information/": "section:has([name=agrees])",
    "/information/requests/?plain=1": "table.list tbody tr",
    "/jobs/?show=failed": "table.list tbody tr",
    "/jobs/?show=running": "table.list tbody tr",
    "/moves/#current-title": ".move-main .notice-warning",
    "/moves/#proposals-title": "section[aria-labelledby=proposals-title] li",
    "/moves/#rights": "section[aria-labelledby=rights] .moves-right",
    "/moves/checklists/?plain=1": "tbody:has(th[scope=rowgroup]) tr:not(:has(th[scope=rowgroup]))",
    "/moves/#try-outs": "section[aria-labelledby=try-outs] li",
    "/moves/notices/?show=unread": "table.list tbody tr",
    "/moves/requests/?only=overdue": "table.list tbody tr",
    "/moves/requests/?only=stopped": "table.list tbody tr",
    "/moves/to-answer/": "#waiting > li",
    "/moves/to-answer/#days": "section[aria-labelledby=days] li",
    "/moves/to-answer/#proposed-title": "section[aria-labelledby=proposed-title] li",
    "/moves/to-answer/#team-asks": "section[aria-labelledby=team-asks] li",
    "/paid/import/?show=ready": "table.list tbody tr",
    "/pay/import/?show=ready": "table.list tbody tr",
    "/pay/people/?show=others": HOW_MANY,
    "/pay/people/?show=running_out": HOW_MANY,
    "/people/import/?show=ready": "table.list tbody tr",
    "/people/unplaced/": HOW_MANY,
    "/talks/": ".growth-next > a, td[data-label=Next] a:not(:has(span))",
    "/talks/?show=due": ".growth-team tbody tr",
    "/team/?show=new": "table.list tbody tr",
}
