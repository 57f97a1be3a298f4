"""The way back in for files that this product wrote: exactly, without a guess."""
