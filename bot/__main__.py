def main():
    """x."""
