// The bundler gives `.flux` files as text.
declare module '*.flux' {
  const text: string;
  export default text;
}
