import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Native<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props | "href">;

/** A button that goes somewhere: `to`, `params` and `search` are checked against the routes. */
export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, Native<ButtonProps>>((props, ref) => <Button component="a" ref={ref} {...props} />),
);

/** A link in text. */
export const TextLink = createLink(
  forwardRef<HTMLAnchorElement, Native<AnchorProps>>((props, ref) => <Anchor ref={ref} {...props} />),
);

/** An entry of the navigation at the left; marks itself when its page is shown. */
export const NavigationLink = createLink(
  forwardRef<HTMLAnchorElement, Native<NavLinkProps>>((props, ref) => <NavLink component="a" ref={ref} {...props} />),
);

/** A page among others that belong together; marks itself when it is shown. `activeOptions` say when. */
export const PartLink = createLink(
  forwardRef<HTMLAnchorElement, Native<ButtonProps> & { "data-status"?: string }>((props, ref) => (
    <Button
      component="a"
      ref={ref}
      size="sm"
      variant={props["data-status"] === "active" ? "light" : "subtle"}
      {...props}
    />
  )),
);
