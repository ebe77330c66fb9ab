"""Data views, saved searches and dashboards for Kibana: declared here, loaded by `wire setup --kibana`."""
