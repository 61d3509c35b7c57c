DROP TABLE IF EXISTS page_fault_minor_local ON CLUSTER '{cluster}' SYNC
