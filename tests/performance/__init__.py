"""What `./digibank bench` measures: each figure beside a baseline that runs in the same command. Absolute times of two machines
are never compared."""
