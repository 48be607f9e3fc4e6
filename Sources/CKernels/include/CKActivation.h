// Activation functions of a plain cell.
#ifndef CKACTIVATION_H
#define CKACTIVATION_H

typedef enum {
  CKActivationIdentity = 0,
  CKActivationTanh = 1,
  CKActivationReLU = 2,
  CKActivationPReLU = 3,
  CKActivationOPLU = 4,
  CKActivationModReLU = 5,
} CKActivation;

#endif
