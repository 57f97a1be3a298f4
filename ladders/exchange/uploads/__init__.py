"""What all uploads share: the form, limits of the request, and how long files stay."""
