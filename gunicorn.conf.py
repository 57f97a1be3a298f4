"""What gunicorn finds by itself when it is started in this folder: an access log then tells nobody's plans."""

logger_class = "ladders.core.server_logger.ServerLogger"
