DROP TABLE IF EXISTS host_specs_local ON CLUSTER '{cluster}' SYNC
