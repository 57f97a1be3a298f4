"""Pay of women and men compared: the figures of Article 9 of Directive (EU) 2023/970, in Decimal and exact fractions."""
