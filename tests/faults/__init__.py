"""What goes wrong in a machine room, done to the demo while people use it: nothing is lost, doubled or half-written.

`make faults` runs everything several times; CI runs each once. Only processes of the demo that was started here are ended.
"""
