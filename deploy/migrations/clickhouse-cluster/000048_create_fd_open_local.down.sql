DROP TABLE IF EXISTS fd_open_local ON CLUSTER '{cluster}' SYNC
