"""What a plan means, as frozen values. True on paper, without a computer; knows no file and no YAML."""
