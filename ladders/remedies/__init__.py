"""What needs doing about a gap in a category of workers (Article 10 of Directive (EU) 2023/970), and what raises would bring."""
