"""From files to the draft of a framework."""
