"""Every way through the product, walked to its end in a browser by the demo's people: `make walk`."""
