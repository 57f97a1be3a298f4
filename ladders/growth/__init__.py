"""Where a wish becomes a plan: target levels, goals, and the talks that manager and employee have about them."""
