"""What one person asks for and another confirms: rules that are loosened, who may see pay, the structure of pay."""
