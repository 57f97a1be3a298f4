"""The right to know: what people ask about their pay and the averages beside it (Directive (EU) 2023/970, Article 7)."""
