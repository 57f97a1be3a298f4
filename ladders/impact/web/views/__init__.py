"""Pages of this room: reading a plan, and editing the draft of the next one."""
