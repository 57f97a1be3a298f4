"""What people are told of requests, in the product and by mail."""
