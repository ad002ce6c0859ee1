"""`python -m comity.cli` is `comity`."""

from comity.cli.running import main

if __name__ == "__main__":
    main()
