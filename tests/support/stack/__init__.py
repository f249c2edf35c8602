"""The stack of docker-compose.yml, running: in containers where there is a Docker engine, else as plain processes.

`compose.py` reads the file, `places.py` says where its names, ports and folders are on this computer, `processes.py` runs one
command, `local.py` runs all of them, `containers.py` does the same with Docker.
"""
