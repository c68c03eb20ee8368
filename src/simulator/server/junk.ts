/** What a load balancer answers when nothing stands behind it. */
export const ERROR_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Service error</title></head><body><h1>Something went wrong</h1><p>Try again later.<br></body></html>\n';

export const GARBAGE = '\u0000\u0001PK\u0003\u0004 this is <not> &XML; at "all"';
