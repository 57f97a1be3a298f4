"""Impact: the factor plan, points and grades. Nothing about people or teams can reach a sum here."""
