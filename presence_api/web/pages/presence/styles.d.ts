/** Styles are put beside the page by its bundler. */
declare module "*.css";
