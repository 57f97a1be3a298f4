"""What every room stands on: audit, history, jobs, permissions, amounts, sealed texts, the frame of the pages."""
