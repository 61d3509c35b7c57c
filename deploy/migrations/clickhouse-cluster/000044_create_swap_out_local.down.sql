DROP TABLE IF EXISTS swap_out_local ON CLUSTER '{cluster}' SYNC
