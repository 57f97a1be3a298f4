"""Why somebody, or a category of workers, is paid what they are paid: one dossier (Directive (EU) 2023/970, Article 18)."""
