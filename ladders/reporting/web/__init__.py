"""Pages of this room: addresses, views, forms, and what templates show."""
