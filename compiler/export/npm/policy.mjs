{{policy}}
export { PhepError, Policy };
